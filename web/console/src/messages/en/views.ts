import type { Messages } from "../shape.js";

export const views: Messages["views"] = {
  title: "Saved views",
  keep: "Save this view",
  lead: "The screen as it is now, with its filters, gets a place in the menu.",
  name: "Name",
  owner: "Seen by",
  owners: { own: "Me", team: "The team" },
  save: "Save",
  kept: "The view is in the menu.",
  own: "Views that you saved",
  drop: (name) => `Delete ${name}`,
};
