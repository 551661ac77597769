import { data, redirect, type ActionFunctionArgs, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useMay } from "~/desk/ui/desk-context";
import { DeskPage } from "~/desk/ui/desk-page";
import { FactList } from "~/desk/ui/page-parts";
import { SelectField } from "~/desk/ui/select-field";
import { totalOf } from "~/giving/donation";
import { fundLabel, maxMoveReasonLength } from "~/giving/funds/fund";
import { listMoveTargets, findGiftForMove } from "~/giving/funds/funds.server";
import { moveGift, parseGiftMove } from "~/giving/funds/move-gift.server";
import { readForm } from "~/platform/http/forms/form-data.server";
import { chosen, typed } from "~/platform/http/forms/form-fields";
import { isId, newId } from "~/platform/ids.server";
import { formatPounds } from "~/platform/money";
import { Button } from "~/platform/ui/button";
import { ErrorSummary, type FormError } from "~/platform/ui/error-summary";
import { Checkbox, FieldError, findError, TextArea } from "~/platform/ui/text-field";
import { requireStaff } from "~/staff/session.server";
import { moveRefusals } from "../fund-refusals";

export const meta: MetaFunction = () => [{ title: "Move a donation" }, { name: "robots", content: "noindex" }];
export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

const fields = { formId: chosen, to: chosen, seenFund: chosen, agreed: chosen, moveReason: typed("reason", maxMoveReasonLength) } as const;
type Input = Partial<Record<keyof typeof fields, string>>;

async function loadPage(id: string | undefined) {
  const [gift, targets] = await Promise.all([findGiftForMove(id ?? ""), listMoveTargets()]);
  if (!gift) throw new Response(null, { status: 404 });
  return {
    id: gift.id,
    reference: gift.reference,
    given: formatPounds(totalOf(gift)),
    fundId: gift.fundId,
    fund: fundLabel(gift.fund),
    isRestricted: gift.fund.restricted,
    appeal: gift.appeal?.name ?? null,
    isPaid: gift.paidAt !== null,
    targets,
    formId: newId(),
    input: {} as Input,
    errors: [] as FormError[],
  };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireStaff(request);
  return await loadPage(params["id"]);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const staff = await requireStaff(request);
  const { input, errors: readErrors } = await readForm(request, fields);
  const fail = async (errors: FormError[], status: number) => {
    const page = await loadPage(params["id"]);
    return data({ ...page, formId: isId(input.formId) ? input.formId : page.formId, input, errors }, { status });
  };
  const parsed = parseGiftMove(input);
  if (readErrors.length > 0 || "errors" in parsed) return await fail("errors" in parsed ? parsed.errors : readErrors, 400);
  const formId = isId(input.formId) ? input.formId : newId();
  const moved = await moveGift(staff, formId, params["id"] ?? "", parsed.move);
  if ("refused" in moved) return await fail([moveRefusals[moved.refused]], 409);
  return redirect(`/desk/gifts/${params["id"]}?done=moved`, 303);
}

export default function MoveGift() {
  const loaded = useLoaderData<typeof loader>();
  const gift = useActionData<typeof action>() ?? loaded;
  const { input, errors } = gift;
  const mayMove = useMay("desk/gifts/:id/fund", "post");
  return (
    <DeskPage here="/desk/gifts">
      <p>
        <a href={`/desk/gifts/${gift.id}`}>Donation {gift.reference}</a>
      </p>
      <h1>{mayMove ? "Move it to another fund" : "Where it belongs"}</h1>
      <ErrorSummary errors={errors} />
      <FactList
        facts={[
          { label: "Amount", text: gift.given },
          { label: "Fund", text: gift.fund },
          ...(gift.appeal ? [{ label: "Appeal", text: gift.appeal }] : []),
        ]}
      />
      {!mayMove && <p>A treasurer can move it.</p>}
      {mayMove && !gift.isPaid && <p>This donation was never paid, so there is nothing to move.</p>}
      {mayMove && gift.isPaid && (
        <form method="post" action={`/desk/gifts/${gift.id}/fund`} className="form" noValidate>
          <input type="hidden" name="formId" value={gift.formId} />
          <input type="hidden" name="seenFund" value={gift.fundId} />
          <SelectField name="to" label="Where it belongs" value={input.to ?? ""} anyLabel="Choose" options={gift.targets} errors={errors} />
          <TextArea
            name="moveReason"
            label="Why"
            hint={`Up to ${maxMoveReasonLength} characters, for the books. The donor does not see it unless they ask for their data.`}
            rows={2}
            defaultValue={input.moveReason}
            errors={errors}
          />
          {gift.isRestricted && (
            <div className={findError(errors, "agreed") ? "wrong" : undefined}>
              <FieldError field="agreed" message={findError(errors, "agreed")} />
              <p className="hint">
                It was given to a restricted fund: the law has it spent on that alone, unless its donor agrees to something else.
              </p>
              <Checkbox
                name="agreed"
                label="The donor agreed to this, and we have it in writing or noted when"
                checked={input.agreed === "yes"}
              />
            </div>
          )}
          <p className="hint">Refunds and Gift Aid go with it. It counts for its appeal only as long as it is in the appeal’s fund.</p>
          <Button>Move it</Button>
        </form>
      )}
    </DeskPage>
  );
}
