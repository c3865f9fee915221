import { BoardsPageDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Link } from "../parts/Link.js";
import { Empty, Loaded, Page } from "../parts/Page.js";
import styles from "./Boards.module.css";

/** The leaderboards of the brand, with the period that lasts. */
export function BoardsPage() {
  const { boards } = useMessages();
  const format = useFormat();
  const asked = useAsk(BoardsPageDocument, {});
  return (
    <Page title={boards.title} back="/">
      <Loaded asked={asked}>
        {({ leaderboards }) =>
          leaderboards &&
          (leaderboards.edges.length === 0 ? (
            <Empty>{boards.none}</Empty>
          ) : (
            <ul class={styles["boards"]}>
              {leaderboards.edges.map(({ node: { code, name, current } }) => (
                <li key={code}>
                  <Link to={`/leaderboards/${code}`}>
                    <span>
                      <strong>{name ?? code}</strong>
                      <small>{current ? boards.days(format.shortDay(current.firstDay), format.shortDay(current.lastDay)) : boards.between}</small>
                    </span>
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
