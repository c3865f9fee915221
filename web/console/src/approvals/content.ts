/** What of a request can be shown in words. */
export interface Content {
  readonly memberId?: string;
  readonly amount?: number;
  /** Of a bulk file, which has its own page. */
  readonly fileId?: string;
  /** How many members a list names. */
  readonly members?: number;
  /** The segment that named them. */
  readonly segment?: string;
}

/** Reads the request of an approval, JSON as protobuf writes it: 64-bit numbers are texts there. */
export function contentOf(json: string): Content {
  try {
    const { memberId, amount, fileId, memberIds, segment } = JSON.parse(json) as Record<string, unknown>;
    const points = Number(amount ?? Number.NaN);
    return {
      ...(typeof memberId === "string" && memberId && { memberId }),
      ...(typeof fileId === "string" && fileId && { fileId }),
      ...(Array.isArray(memberIds) && { members: memberIds.length }),
      ...(typeof segment === "string" && segment && { segment }),
      ...(Number.isSafeInteger(points) && { amount: points }),
    };
  } catch {
    return {};
  }
}
