import { BoardPage } from "./BoardPage.js";
import { BoardsPage } from "./BoardsPage.js";

/** The leaderboards of the brand, or the one whose code stands in the address. */
export const BoardScreen = ({ rest }: { rest: string }) => (rest ? <BoardPage key={rest} code={rest} /> : <BoardsPage />);
