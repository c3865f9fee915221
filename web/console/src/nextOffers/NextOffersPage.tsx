import { Empty, Panel, Table, type Column } from "@tessera/kit";

import { OfferFiguresDocument, type OfferFiguresQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { AssociationsPanel } from "./AssociationsPanel.js";
import styles from "./NextOffers.module.css";

type Figure = NonNullable<OfferFiguresQuery["offerFigures"]>[number];

/** What the programme proposes to members, how they take it, and what goes together. */
export function NextOffersPage() {
  const { nextOffers: words } = useMessages();
  const asked = useAsk(OfferFiguresDocument, {}, { keep: true });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <Stack>
        <Panel title={words.list} flush>
          <Answered asked={asked} loading={<Lines count={4} />}>
            {({ offerFigures }) =>
              offerFigures?.length === 0 ? (
                <Empty icon="rewards" title={words.none}>
                  {words.noneText}
                </Empty>
              ) : (
                <Rows figures={offerFigures ?? []} />
              )
            }
          </Answered>
        </Panel>
        <AssociationsPanel />
      </Stack>
    </>
  );
}

function Rows({ figures }: { figures: readonly Figure[] }) {
  const { nextOffers: words } = useMessages();
  const format = useFormat();
  const share = (part: number, whole: number) => (whole > 0 ? format.percent(part / whole) : "–");
  const columns: readonly Column<Figure>[] = [
    {
      key: "offer",
      name: words.columns.offer,
      cell: ({ code, name, series }) => (
        <span className={styles.name}>
          <strong>{name}</strong>
          <span>
            <code>{code}</code> · {series}
          </span>
        </span>
      ),
    },
    { key: "shown", name: words.columns.shown, end: true, named: true, cell: ({ shown }) => format.number(shown) },
    {
      key: "taken",
      name: words.columns.taken,
      end: true,
      named: true,
      cell: ({ shown, taken }) => words.of(format.number(taken), share(taken, shown)),
    },
    {
      key: "declined",
      name: words.columns.declined,
      end: true,
      named: true,
      cell: ({ shown, declined }) => words.of(format.number(declined), share(declined, shown)),
    },
    {
      key: "explored",
      name: words.columns.explored,
      end: true,
      named: true,
      cell: ({ explored, exploredTaken }) => words.of(format.number(explored), share(exploredTaken, explored)),
    },
  ];
  return <Table label={words.list} columns={columns} rows={figures} keyOf={({ code }) => code} />;
}
