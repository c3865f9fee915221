import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { matching, Palette, type Command } from "./Palette.js";

const command = (id: string, label: string, words = ""): Command => ({ id, label, words, icon: "search", run: vi.fn() });

function shown(commands: Command[]) {
  const onClose = vi.fn();
  render(
    <Palette isOpen label="Commands" placeholder="" none="Nothing" onClose={onClose} commands={() => commands} />,
  );
  return { onClose, input: screen.getByRole("combobox") };
}

test("arrows go round, and Enter runs what is chosen and closes", () => {
  const commands = [command("a", "Audit"), command("m", "Members"), command("t", "Today")];
  const { input, onClose } = shown(commands);
  fireEvent.keyDown(input, { key: "ArrowUp" });
  expect(screen.getByRole("option", { selected: true }).textContent).toContain("Today");
  fireEvent.keyDown(input, { key: "ArrowDown" });
  fireEvent.keyDown(input, { key: "Enter" });
  expect(commands[0]?.run).toHaveBeenCalledOnce();
  expect(onClose).toHaveBeenCalledOnce();
});

test("Enter of an input method's own does not run anything", () => {
  const commands = [command("a", "Audit")];
  const { input } = shown(commands);
  fireEvent.keyDown(input, { key: "Enter", isComposing: true });
  expect(commands[0]?.run).not.toHaveBeenCalled();
});

test("every word that was typed has to be found, in the label or in its other words", () => {
  const all = [command("a", "Audit log", "records"), command("m", "Members", "customers")];
  expect(matching(all, "LOG rec").map(({ id }) => id)).toEqual(["a"]);
  expect(matching(all, "log customers")).toEqual([]);
  expect(matching(all, "  ")).toEqual(all);
});
