import js from '@eslint/js'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import imports from 'eslint-plugin-import-x'
import a11y from 'eslint-plugin-jsx-a11y'
import hooks from 'eslint-plugin-react-hooks'
import { readdirSync } from 'node:fs'
import ts from 'typescript-eslint'

const features = readdirSync(new URL('src/features', import.meta.url))

/** Imports point one way: shared → features → app, and no feature knows another. */
const arrows = [
  {
    target: './src/shared',
    from: ['./src/features', './src/app'],
    message: 'What is shared knows neither pages nor the shell.',
  },
  { target: './src/features', from: './src/app', message: 'Pages do not know the shell.' },
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: './src/features',
    except: [`./${feature}`],
    message: 'No feature imports another: what both need is shared.',
  })),
]

export default ts.config(
  { ignores: ['node_modules', 'dist', '**/*.d.ts'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  hooks.configs.flat['recommended-latest'],
  a11y.flatConfigs.strict,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': imports },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: arrows, basePath: import.meta.dirname }],
      'import-x/no-cycle': 'error',
      'import-x/no-duplicates': 'error',
      'max-lines': ['error', { max: 300 }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-confusing-void-expression': 'off', // () => set(x) reads well
    },
  },
  { files: ['**/*.tsx'], rules: { 'max-lines': ['error', { max: 200 }] } },
  {
    files: ['**/*.js'],
    extends: [ts.configs.disableTypeChecked],
    rules: { 'no-undef': 'off' }, // tsc's work, and these few are for node or for the page's head
  },
)
