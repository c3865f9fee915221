/** What of a request can be shown in words. */
export interface Content {
  readonly memberId?: string;
  readonly amount?: number;
  /** Of a bulk file, which has its own page. */
  readonly fileId?: string;
}

/** Reads the request of an approval, JSON as protobuf writes it: 64-bit numbers are texts there. */
export function contentOf(json: string): Content {
  try {
    const { memberId, amount, fileId } = JSON.parse(json) as Record<string, unknown>;
    const points = Number(amount ?? Number.NaN);
    return {
      ...(typeof memberId === "string" && memberId && { memberId }),
      ...(typeof fileId === "string" && fileId && { fileId }),
      ...(Number.isSafeInteger(points) && { amount: points }),
    };
  } catch {
    return {};
  }
}
