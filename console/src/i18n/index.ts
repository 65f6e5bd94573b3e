import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';
import type { gatherEn } from './gather';
import type { textsEn } from './texts';

export type Language = 'en' | 'es';
const remembered = 'social311.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en; gather: typeof gatherEn; texts: typeof textsEn };
  }
}

function preferred(): Language {
  const chosen = localStorage.getItem(remembered);
  if (chosen === 'en' || chosen === 'es') return chosen;
  const asked = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'es');
  return asked === 'es' ? 'es' : 'en';
}

// Spanish travels to those who read it; English is also what a missing word falls back on.
async function fetchWords(language: Language) {
  if (language === 'en' || i18next.hasResourceBundle('es', 'translation')) return;
  const { es } = await import('./es');
  i18next.addResourceBundle('es', 'translation', es);
}

export async function startLanguage() {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false }, // React writes text nodes
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  for (const add of brought.splice(0)) add();
  await fetchWords(preferred()).then(
    () => i18next.changeLanguage(preferred()),
    () => undefined, // the page in English is better than none
  );
  document.documentElement.lang = i18next.language;
}

export async function speak(language: Language) {
  await fetchWords(language);
  localStorage.setItem(remembered, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

const brought: (() => void)[] = []; // before the page has a language
/** Words of a screen that is fetched when it is opened: they travel with it, in both languages. */
export function bringWords<T extends object>(room: string, words: Record<Language, T>) {
  const add = () => (['en', 'es'] as const).forEach((language) => i18next.addResourceBundle(language, room, words[language]));
  if (i18next.isInitialized) add();
  else brought.push(add);
}

/** Words of a key that is made while the page runs; what has none stands for itself. */
export function wordsOr(key: string, otherwise: string): string {
  const words = i18next.t.bind(i18next) as unknown as (key: string) => string;
  return i18next.exists(key) ? words(key) : otherwise;
}
