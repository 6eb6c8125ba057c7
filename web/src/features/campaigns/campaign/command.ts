/** Return the command that hands the members of a campaign over. */
export function exportCommand(campaign: string): string {
  return `keyart export members my.keyart ${word(campaign)} --match crm.csv --id-column id --out members.csv`
}

/** Return text as one word of a shell. */
function word(text: string): string {
  return /^[\w.:@%+=/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
