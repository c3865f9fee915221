import { LotteriesPageDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Icon } from "../parts/Icon.js";
import { Link } from "../parts/Link.js";
import { Empty, Loaded, Page } from "../parts/Page.js";
import styles from "./Lottery.module.css";

/** The lotteries of the brand, with their days. */
export function LotteriesPage() {
  const { lottery } = useMessages();
  const format = useFormat();
  const asked = useAsk(LotteriesPageDocument, {});
  return (
    <Page title={lottery.title} back="/">
      <Loaded asked={asked}>
        {({ lotteries }) =>
          lotteries &&
          (lotteries.edges.length === 0 ? (
            <Empty>{lottery.none}</Empty>
          ) : (
            <ul class={styles["lotteries"]}>
              {lotteries.edges.map(({ node: { code, name, firstDay, lastDay, open } }) => (
                <li key={code}>
                  <Link to={`/lottery/${code}`}>
                    <span>
                      <strong>{name}</strong>
                      <small>{lottery.days(format.shortDay(firstDay), format.day(lastDay))}</small>
                    </span>
                    <Badge tone={open ? "good" : "plain"}>{open ? lottery.open : lottery.closed}</Badge>
                    <Icon name="chevron" size={16} />
                  </Link>
                </li>
              ))}
            </ul>
          ))
        }
      </Loaded>
    </Page>
  );
}
