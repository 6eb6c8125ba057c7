/** How many frames charts get to redraw at the width of paper. */
const FRAMES = 12

/**
 * Print the page as a report.
 *
 * Charts cannot redraw while printing, so the page takes the width of paper before, and its own width
 * again afterwards.
 */
export async function printReport(): Promise<void> {
  const { dataset } = document.documentElement
  dataset.paper = ''
  try {
    for (let n = 0; n < FRAMES; n++) await frame()
    print()
  } finally {
    delete dataset.paper
  }
}

function frame(): Promise<unknown> {
  return new Promise((go) => requestAnimationFrame(go))
}
