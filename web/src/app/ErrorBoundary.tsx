import { Component, type ErrorInfo, type ReactNode } from 'react'

import { Button, Message } from '@/shared/ui'

interface Props {
  children: ReactNode
}

interface State {
  error: Error | null
}

/** Shows an error instead of a page that failed to render; the rail and the palette still work. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: Error): State {
    return { error }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack)
  }

  override componentDidMount(): void {
    addEventListener('popstate', this.#reset)
  }

  override componentWillUnmount(): void {
    removeEventListener('popstate', this.#reset)
  }

  readonly #reset = () => this.setState({ error: null })

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Message
        tone="error"
        fact="Something went wrong."
        action={
          <Button small onClick={() => location.reload()}>
            Reload the page
          </Button>
        }
      >
        Reload the page. If it happens again, please report “{error.message}” with this page’s
        address.
      </Message>
    )
  }
}
