import { LotteriesPage } from "./LotteriesPage.js";
import { LotteryPage } from "./LotteryPage.js";

/** The lotteries of the brand, or the one whose code stands in the address. */
export const LotteryScreen = ({ rest }: { rest: string }) => (rest ? <LotteryPage key={rest} code={rest} /> : <LotteriesPage />);
