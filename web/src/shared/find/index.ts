export { closeFinder, openFinder, useFinder } from './finder'
