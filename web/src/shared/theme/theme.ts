import {
  createTheme,
  type CSSVariablesResolver,
  localStorageColorSchemeManager,
} from '@mantine/core'

import styles from './mantine.module.css'

/** Mantine provides behaviour; the look comes from tokens.css, through the variables below. */
export const theme = createTheme({
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-display)' },
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  defaultRadius: 'sm',
  radius: { sm: 'var(--r-ctl)', md: 'var(--r-panel)' },
  shadows: { sm: 'var(--shadow-1)', md: 'var(--shadow-2)' },
  respectReducedMotion: true,
  components: {
    Popover: {
      defaultProps: { shadow: 'md', transitionProps: { duration: 110 } },
      classNames: { dropdown: styles.dropdown },
    },
    Menu: {
      defaultProps: { shadow: 'md', transitionProps: { duration: 110 } },
      classNames: { dropdown: styles.dropdown, item: styles.item },
    },
    Modal: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 110 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      classNames: { content: styles.content, header: styles.header, title: styles.title },
    },
    Tooltip: {
      defaultProps: {
        openDelay: 250,
        multiline: true,
        events: { hover: true, focus: true, touch: true },
        transitionProps: { duration: 110 },
      },
      classNames: { tooltip: styles.tooltip },
    },
  },
})

const surfaces = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-anchor': 'var(--act)',
  '--mantine-color-error': 'var(--stop)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--wash)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--ink-3)',
  '--mantine-color-white': 'var(--surface)',
  '--mantine-primary-color-filled': 'var(--act)',
  '--mantine-font-size-xs': 'var(--t-micro)',
  '--mantine-font-size-sm': 'var(--t-body)',
  '--mantine-font-size-md': 'var(--t-body)',
}

/** The tokens switch between light and dark, so Mantine's variables are the same in both. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: surfaces,
  dark: surfaces,
})

/** Where the chosen theme is stored; `build/first-paint.js` reads it before the first paint. */
export const schemes = localStorageColorSchemeManager({ key: 'keyart-theme' })
