// Words of the screen Texts, in both languages; they travel with the screen.
import { bringWords } from './index';

export const textsEn = {
  title: 'The city’s texts', intro: 'Every text that leaves by itself or around a person’s words, as a made-up case would have it. Texts are kept in the rules folder, in templates/; nothing is sent from here.',
  kind: 'Kind', topic: 'Topic', language: 'Language', desk: 'Desk', words: 'What a person writes', wordsHint: 'Stands where the text says {{slot}}.', asks: 'With the question for what is missing',
  deskIs: { '': 'As it is now', open: 'While it is open', closed: 'While it is closed' },
  onNetworks: 'On each network', on: '{{network}}, as @{{handle}}', fits: 'Fits', wrong: 'Does not fit', count: '{{length}} of {{limit}} characters', madeOf: 'Made of {{name}}', cut: 'Your words are shortened here.', none: 'No account is configured, so nothing can be shown as it would stand.',
  whatToDo: 'Shorten the text in the rules folder, or add a short one ({{name}}); “social311 rules check” tells whether it is whole.',
  variant: 'Variant {{at}} of {{of}}', another: 'Another variant', variantHint: 'Residents get them in turn: networks punish one text said a thousand times.',
  kept: 'As they are kept', keptNone: 'The city keeps no text of this kind in this language. Replies of this kind fall back on the first language.', usedOn: 'Used here on {{networks}}', unused: 'Not used in this choice', slots: 'What the slots are filled with',
  slot: {
    case: 'the mark with the case number', city: 'the city’s name', handle: 'the resident’s handle', agency: 'the division’s name', service: 'what the case is about', due: 'by when, in words; empty without a target', opening: 'when the desk opens; empty while it is open', after_hours: 'what cannot wait, while the desk is closed', question: 'the one question; empty when nothing is missing', text: 'what a person wrote',
  },
  slotsHint: 'A slot with # shows what follows only where it is filled, one with ^ only where it is empty.',
  answers: 'Known answers', answersHint: 'From answers.toml, the longest unchecked first. After looking whether an answer is still true, somebody writes the day into the file.', answersNone: 'The city keeps no known answers (answers.toml).', answersFailed: 'The known answers could not be loaded.', onlyTopic: 'Only of this topic', noneOfTopic: 'No known answer is about this topic alone.',
  checked: 'Checked on {{day}}', daysAgo_one: '{{count}} day ago', daysAgo_other: '{{count}} days ago', look: 'Look again', anyTopic: 'any topic', asked: 'Asked as', failed: 'The texts could not be loaded.',
};

export const textsEs: typeof textsEn = {
  title: 'Los textos de la ciudad', intro: 'Cada texto que sale por sí solo o alrededor de las palabras de una persona, como lo tendría un caso inventado. Los textos están en la carpeta de reglas, en templates/; desde aquí no se envía nada.',
  kind: 'Tipo', topic: 'Tema', language: 'Idioma', desk: 'Oficina', words: 'Lo que escribe una persona', wordsHint: 'Va donde el texto dice {{slot}}.', asks: 'Con la pregunta por lo que falta',
  deskIs: { '': 'Como está ahora', open: 'Cuando está abierta', closed: 'Cuando está cerrada' },
  onNetworks: 'En cada red', on: '{{network}}, como @{{handle}}', fits: 'Cabe', wrong: 'No cabe', count: '{{length}} de {{limit}} caracteres', madeOf: 'Hecho de {{name}}', cut: 'Aquí se acortan sus palabras.', none: 'No hay ninguna cuenta configurada, así que no se puede mostrar cómo quedaría.',
  whatToDo: 'Acorte el texto en la carpeta de reglas o agregue uno corto ({{name}}); «social311 rules check» dice si está completo.',
  variant: 'Variante {{at}} de {{of}}', another: 'Otra variante', variantHint: 'Los residentes las reciben por turno: las redes castigan un texto dicho mil veces.',
  kept: 'Como están guardados', keptNone: 'La ciudad no guarda ningún texto de este tipo en este idioma. Estas respuestas salen en el primer idioma.', usedOn: 'Se usa aquí en {{networks}}', unused: 'No se usa en esta selección', slots: 'Con qué se llenan los espacios',
  slot: {
    case: 'la marca con el número de caso', city: 'el nombre de la ciudad', handle: 'el usuario del residente', agency: 'el nombre de la división', service: 'de qué trata el caso', due: 'para cuándo, en palabras; vacío sin plazo', opening: 'cuándo abre la oficina; vacío si está abierta', after_hours: 'lo que no puede esperar, si la oficina está cerrada', question: 'la única pregunta; vacía si no falta nada', text: 'lo que escribió una persona',
  },
  slotsHint: 'Un espacio con # muestra lo que sigue solo si está lleno; con ^, solo si está vacío.',
  answers: 'Respuestas conocidas', answersHint: 'De answers.toml; primero las que llevan más tiempo sin revisar. Después de ver si una respuesta sigue siendo cierta, alguien escribe el día en el archivo.', answersNone: 'La ciudad no guarda respuestas conocidas (answers.toml).', answersFailed: 'No se pudieron cargar las respuestas conocidas.', onlyTopic: 'Solo de este tema', noneOfTopic: 'Ninguna respuesta conocida trata solo de este tema.',
  checked: 'Revisada el {{day}}', daysAgo_one: 'hace {{count}} día', daysAgo_other: 'hace {{count}} días', look: 'Revisar de nuevo', anyTopic: 'cualquier tema', asked: 'Se pregunta así', failed: 'No se pudieron cargar los textos.',
};

bringWords('texts', { en: textsEn, es: textsEs });
