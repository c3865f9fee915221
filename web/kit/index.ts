export { Button, IconButton, type ButtonProps } from "./Button.js";
export { Bars, type Bar } from "./charts/Bars.js";
export { Intervals, type Interval } from "./charts/Intervals.js";
export { Sparkline } from "./charts/Sparkline.js";
export { StepChart, type ChartPoint, type ChartTexts } from "./charts/StepChart.js";
export { Dialog } from "./Dialog.js";
export { Segments, SelectField, type Choice } from "./Choices.js";
export { FileField } from "./FileField.js";
export { Icon, type IconName } from "./Icon.js";
export { KitProvider } from "./KitProvider.js";
export { matching, Palette, type Command } from "./Palette.js";
export {
  Avatar,
  Badge,
  Empty,
  Facts,
  Keys,
  Meter,
  Notice,
  Panel,
  Skeleton,
  Table,
  Tile,
  Tiles,
  type Column,
  type Tone,
} from "./Surface.js";
export { Scale, stepOf, type ScaleMark } from "./Scale.js";
export { TextField, type TextFieldProps } from "./TextField.js";
export { toast, Toasts } from "./Toasts.js";
