import { SelectField, TextField } from "@tessera/kit";

import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { storeAt } from "../lib/store.js";

const STORE_MAX = 64;

interface StoreFieldProps {
  readonly value: string;
  readonly onChange: (store: string) => void;
  readonly error?: string;
  readonly autoFocus?: boolean;
}

/** Names a store: any by its code, or by a choice for who works for certain stores. */
export function StoreField({ value, onChange, error = "", autoFocus = false }: StoreFieldProps) {
  const { vouchers } = useMessages();
  const { stores } = useSignedIn();
  if (stores) {
    const choices = stores.map((code) => ({ key: code, label: code }));
    return <SelectField label={vouchers.store} value={storeAt(stores, value)} onChange={onChange} choices={choices} />;
  }
  return (
    <TextField
      autoFocus={autoFocus}
      label={vouchers.store}
      placeholder={vouchers.storeHint}
      value={value}
      onChange={onChange}
      maxLength={STORE_MAX}
      error={error}
    />
  );
}
