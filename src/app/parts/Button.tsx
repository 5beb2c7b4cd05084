import type { ComponentProps } from "react";
import styles from "./Button.module.css";

export interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "plain" | "quiet" | "outline" | "action";
}

export function Button({ look = "outline", className, ...rest }: ButtonProps) {
  const classes = [styles.button, styles[look], className].filter(Boolean).join(" ");
  return <button type="button" className={classes} {...rest} />;
}
