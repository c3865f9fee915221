import {
  Avatar,
  Badge,
  Bars,
  Button,
  Empty,
  Facts,
  Icon,
  IconButton,
  Meter,
  Notice,
  Panel,
  Segments,
  SelectField,
  Skeleton,
  Sparkline,
  StepChart,
  TextField,
  Tile,
  Tiles,
  type IconName,
} from "@tessera/kit";
import { useState } from "react";

import { Stack } from "../parts/Page.js";

const DAY_MS = 86_400_000;
const TONES = ["plain", "accent", "good", "warn", "bad", "info"] as const;
const LOOKS = ["primary", "plain", "quiet", "danger"] as const;
const ICONS: readonly IconName[] = ["today", "members", "feedback", "voucher", "approvals", "audit", "explorer", "clock"];
const VALUES = [12, 40, 38, 90, 70, 140, 133];

/** Every part of the kit in each of its states, for those who build with it. It is in no production build. */
export function Gallery() {
  const [text, setText] = useState("");
  const [choice, setChoice] = useState<"one" | "two">("one");
  const choices = [
    { key: "one", label: "One" },
    { key: "two", label: "Two" },
  ] as const;
  return (
    <Stack>
      <h1>Kit</h1>
      <Panel title="Buttons">
        {LOOKS.map((look) => (
          <Button key={look} look={look} icon="check">
            {look}
          </Button>
        ))}
        <Button isDisabled>disabled</Button>
        <Button isPending>pending</Button>
        <IconButton icon="plus" label="Add" />
      </Panel>
      <Panel title="Fields">
        <Stack>
          <TextField label="Text" value={text} onChange={setText} hint="A hint" />
          <TextField label="Wrong" value={text} onChange={setText} error="Why it is wrong" />
          <SelectField label="Select" value={choice} onChange={setChoice} choices={choices} />
          <Segments label="Segments" value={choice} onChange={setChoice} choices={choices} />
        </Stack>
      </Panel>
      <Panel title="Words">
        <Stack>
          <div>
            {TONES.map((tone) => (
              <Badge key={tone} tone={tone} icon="info">
                {tone}
              </Badge>
            ))}
            {ICONS.map((name) => (
              <Icon key={name} name={name} />
            ))}
            <Avatar name="Li" />
          </div>
          {TONES.slice(1).map((tone) => (
            <Notice key={tone} tone={tone as "good"} detail="More on it">
              {tone}
            </Notice>
          ))}
          <Facts facts={[["Name", "Value"]]} />
          <Meter label="To gold" text="120 to go" value={880} most={1000} />
          <Skeleton />
          <Empty icon="search" title="Nothing">
            Why, and what to do.
          </Empty>
        </Stack>
      </Panel>
      <Tiles>
        <Tile name="Available" note={<Sparkline values={VALUES} title="Last week" />}>
          1,230
        </Tile>
        <Tile name="Pending">52</Tile>
      </Tiles>
      <Panel title="Charts">
        <StepChart
          points={VALUES.map((value, n) => ({ at: n * DAY_MS, value }))}
          texts={{
            title: "A balance",
            atName: "Day",
            valueName: "Points",
            at: (at) => `day ${at / DAY_MS}`,
            tick: (at) => `day ${Math.round(at / DAY_MS)}`,
            value: String,
          }}
        />
        <Bars
          title="Orders"
          names={["Day", "Orders"]}
          bars={VALUES.map((value, n) => ({ key: String(n), name: `d${n}`, value }))}
        />
      </Panel>
    </Stack>
  );
}
