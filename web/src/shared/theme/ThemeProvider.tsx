import './mantine.css'
import './fonts.css'
import './tokens.css'
import './base.css'
import { MantineProvider, useMantineColorScheme, useComputedColorScheme } from '@mantine/core'
import { setNonce } from 'get-nonce'
import { type ReactNode, useLayoutEffect } from 'react'
import { resolver, schemes, theme } from './theme'

/** Return the nonce of the page, which style sheets added by scripts must have. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

// Dialogues add a style sheet to prevent the page behind them from scrolling.
setNonce(nonce())

/** Sets `data-theme`, which tokens read; without it the system decides. */
function Marked({ children }: { children: ReactNode }) {
  const { colorScheme } = useMantineColorScheme()
  useLayoutEffect(() => {
    if (colorScheme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = colorScheme
  }, [colorScheme])
  return children
}

/** Fonts, tokens and Mantine, light or dark. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      getStyleNonce={nonce}
    >
      <Marked>{children}</Marked>
    </MantineProvider>
  )
}

/** Return the theme and a function to switch it. Back at the system's theme, it is followed again. */
export function useScheme(): { scheme: 'light' | 'dark'; flip: () => void } {
  const scheme = useComputedColorScheme('light')
  const { setColorScheme } = useMantineColorScheme()
  const flip = () => {
    const next = scheme === 'dark' ? 'light' : 'dark'
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    setColorScheme(next === system ? 'auto' : next)
  }
  return { scheme, flip }
}
