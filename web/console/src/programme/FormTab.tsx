import { Notice } from "@tessera/kit";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";

import { digitsOf } from "../lib/money.js";
import { Stack } from "../parts/Page.js";
import { DraftFrame, type DraftProps, type Drafting } from "./DraftFrame.js";
import { FormContext, useFormWords, type Form } from "./form.js";
import { LaddersForm } from "./LaddersForm.js";
import { ProgrammeFile } from "./programmeFile.js";
import { valuesOf } from "./programmeValues.js";
import { RulesForm } from "./RulesForm.js";
import { TermsForm } from "./TermsForm.js";

/** The numbers of a programme where people look for them. The form and the file are one draft. */
export function FormTab(props: DraftProps) {
  const navigate = useNavigate();
  const show = ({ key }: { key: string }) => {
    const field = document.querySelector<HTMLInputElement>(`[data-key="${CSS.escape(key)}"] input`);
    if (key && field) field.focus();
    else void navigate({ to: "/programme", search: {} });
  };
  return (
    <DraftFrame {...props} onFault={show}>
      {(drafting) => <Fields {...drafting} />}
    </DraftFrame>
  );
}

function Fields({ text, write, isReadOnly, judgement, remade }: Drafting) {
  const words = useFormWords();
  const file = useMemo(() => ProgrammeFile.of(text), [text]);
  const form = useMemo<Form | undefined>(
    () =>
      file && {
        file,
        write: (next) => next !== undefined && write(next),
        isReadOnly,
        faults: new Map((judgement?.problems ?? []).map(({ key, message }) => [key, message])),
      },
    [file, write, isReadOnly, judgement],
  );
  if (!form) return <Notice tone="warn">{words.unreadable}</Notice>;
  const values = valuesOf(form.file.plain);
  const digits = digitsOf(values.currency);
  return (
    <FormContext key={remade} value={form}>
      <Stack>
        <LaddersForm values={values} digits={digits} />
        <RulesForm values={values} digits={digits} />
        <TermsForm values={values} digits={digits} />
      </Stack>
    </FormContext>
  );
}
