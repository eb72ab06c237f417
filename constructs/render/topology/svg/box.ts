/** A point of a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
