export { ThemeProvider } from './ThemeProvider'
export { useScheme } from './ThemeProvider'
