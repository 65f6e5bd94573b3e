import noUnsanitized from 'eslint-plugin-no-unsanitized';
import ts from 'typescript-eslint';

// Residents' text must reach the page as text nodes only: the ways round that are errors.
const markup = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text goes in as text.' },
  { selector: "Property[key.name='dangerouslySetInnerHTML']", message: 'Text goes in as text.' },
  { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]", message: 'Text goes in as text.' },
];

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/schema.d.ts'] },
  ...ts.configs.recommended,
  noUnsanitized.configs.recommended,
  {
    rules: {
      'no-restricted-syntax': ['error', ...markup],
      'no-restricted-globals': ['error', { name: 'eval', message: 'Not under the policy of this page.' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
);
