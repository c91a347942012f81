/** What the panel and its page say to one another. */

import type { Location, Page } from '../protocol.ts'

export type ToView =
  /** What to show. */
  | { type: 'page'; page: Page }
  /** Why there is nothing to show. */
  | { type: 'nothing'; reason: string }

export type FromView =
  /** The page listens. */
  | { type: 'ready' }
  /** Go to where something is written. */
  | { type: 'go'; location: Location }
  /** Open an address in the browser. */
  | { type: 'open'; url: string }
