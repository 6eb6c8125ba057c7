import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { client, listen } from '@/shared/api'
import { listenToKeys } from '@/shared/keys'
import { ThemeProvider } from '@/shared/theme'

import { ErrorBoundary } from './ErrorBoundary'
import { Routes } from './Routes'
import { Shell } from './Shell'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

listenToKeys()
listen(client)

createRoot(root).render(
  <StrictMode>
    <ThemeProvider>
      <QueryClientProvider client={client}>
        <Shell>
          <ErrorBoundary>
            <Routes />
          </ErrorBoundary>
        </Shell>
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
)
