/** How long charts get to draw themselves at the width of paper. */
const FRAMES = 12

/**
 * Prints the page as a report.
 *
 * Charts are drawn at the width that they have, and printing gives them no time for another; so the
 * page takes the width of paper first, and its own again afterwards.
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
