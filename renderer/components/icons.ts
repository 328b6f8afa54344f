// SPDX-License-Identifier: MIT
/**
 * The window's icons as paths on a 16 x 16 grid, drawn with a 1.5 px stroke and no fill.
 * @module
 */

export const ICONS = {
  open: 'M1.75 13V3.5h4.5l1.5 2h5.5V7M1.75 13l2-6h11l-2 6z',
  file: 'M3.75 1.75h5.5l3 3v9.5h-8.5zM9 2v3h3',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13',
  moon: 'M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z',
  screen: 'M1.75 2.75h12.5v8.5H1.75zM5.5 14h5M8 11.5V14',
  help: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5zM6 6.25c0-2.5 4-2.5 4 0 0 1.5-2 1.5-2 3M8 11.3v.4',
  close: 'M4 4l8 8M12 4l-8 8',
  chevronRight: 'M6 3.5 10.5 8 6 12.5',
  chevronDown: 'M3.5 6 8 10.5 12.5 6',
  chevronLeft: 'M10 3.5 5.5 8l4.5 4.5',
  back: 'M8 3 3 8l5 5M3 8h10.5',
  forward: 'M8 3l5 5-5 5M13 8H2.5',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  reset: 'M3 8a5 5 0 1 0 1.6-3.6L3 6M3 2.5V6h3.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.25V2.5h-8v8h2.75',
  save: 'M8 2v8.5M4.5 7.5 8 11l3.5-3.5M2.5 13.5h11',
  stop: 'M4 4h8v8H4z',
  dockLeft: 'M1.75 2.75h12.5v10.5H1.75zM6 3v10',
  dockRight: 'M1.75 2.75h12.5v10.5H1.75zM10 3v10',
  dockBottom: 'M1.75 2.75h12.5v10.5H1.75zM2 9h12',
  pin: 'M5 2.5h6M6 2.5v5L4.5 10h7L10 7.5v-5M8 10v4',
  check: 'M3 8.5 6.5 12 13 4.5',
  warning: 'M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.7v.3',
  info: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5zM8 7.25v4M8 4.7v.4',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5l3.5 3.5',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.5M2.5 8h.5M2.5 12h.5',
  unfold: 'M4.5 6 8 2.5 11.5 6M4.5 10 8 13.5 11.5 10',
  fold: 'M4.5 2.5 8 6l3.5-3.5M4.5 13.5 8 10l3.5 3.5',
  trash: 'M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4',
  pen: 'M2.5 13.5l.7-3L10.5 3.2l2.3 2.3-7.3 7.3z',
  sheet: 'M3.25 1.75h9.5v12.5h-9.5zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  target: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
} as const;

export type IconName = keyof typeof ICONS;
