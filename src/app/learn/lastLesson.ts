import { LESSONS } from "../session/settings.ts";

const KEY = "headtail-lesson";

/** The lesson that was open last in this browser; the first one before that. */
export function lastLesson(): number {
  const saved = Number(localStorage.getItem(KEY));
  return Number.isInteger(saved) && saved >= 1 && saved <= LESSONS ? saved : 1;
}

export function rememberLesson(lesson: number): void {
  localStorage.setItem(KEY, String(lesson));
}
