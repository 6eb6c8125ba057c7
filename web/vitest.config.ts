import { defineConfig } from 'vitest/config'

// Tests say what an English reader in UTC sees; workers take both from here when they start.
process.env.LC_ALL = 'en_US.UTF-8'
process.env.TZ = 'UTC'

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: { include: ['src/**/*.test.{ts,tsx}'], pool: 'forks' },
})
