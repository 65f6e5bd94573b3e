// Imported before everything else. Under `require-trusted-types-for 'script'` every string that is about to become
// markup passes here and comes out as text; no script address is let through, for this page loads none by script.
interface Policies {
  createPolicy(
    name: string,
    rules: { createHTML(markup: string): string; createScriptURL(address: string): string },
  ): unknown;
}

export const asText = (markup: string) => markup.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

(window as unknown as { trustedTypes?: Policies }).trustedTypes?.createPolicy('default', {
  createHTML: asText,
  createScriptURL: () => {
    throw new TypeError('script address refused');
  },
});
