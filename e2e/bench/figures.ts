/** One measured figure, printed as one JSON line (design §7). */
export interface BenchFigure {
  name: string;
  value: number;
  unit: string;
  /** The same measured without us, in the same run; null where there is no such thing. */
  control: number | null;
  /** `value / control`. */
  ratio: number | null;
}

export const figure = (name: string, value: number, unit: string, control: number | null = null): BenchFigure => ({
  name,
  value,
  unit,
  control,
  ratio: control === null ? null : Math.round((value / control) * 100) / 100,
});

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
