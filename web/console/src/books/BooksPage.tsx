import { BooksDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { BalancePanel } from "./BalancePanel.js";
import styles from "./Books.module.css";
import { ClosePanel } from "./ClosePanel.js";
import { LiabilityPanel } from "./LiabilityPanel.js";
import { monthOf } from "../lib/months.js";
import { RulesPanel } from "./RulesPanel.js";
import { VerifyPanel } from "./VerifyPanel.js";

/** The brand's books: are they right, what is owed, what gave it, and what is final. */
export function BooksPage() {
  const { books } = useMessages();
  const { timeZone } = useSignedIn();
  const format = useFormat();
  const thisMonth = monthOf(new Date(useNow()), timeZone);
  const asked = useAsk(BooksDocument, {}, { keep: true });
  const asOf = asked.data?.data.trialBalance?.asOf;
  return (
    <>
      <PageHead title={books.title} lead={asOf ? books.asOf(format.dateTime(asOf)) : books.lead} />
      <Stack>
        <div className={styles.columns}>
          <VerifyPanel />
          <Answered asked={asked} loading={<Lines />}>
            {({ closedPeriod }) => <ClosePanel closed={closedPeriod} thisMonth={thisMonth} />}
          </Answered>
        </div>
        {asked.data?.data.liability && <LiabilityPanel liability={asked.data.data.liability} />}
        <RulesPanel thisMonth={thisMonth} />
        {asked.data?.data.trialBalance && <BalancePanel balance={asked.data.data.trialBalance} />}
      </Stack>
    </>
  );
}
