import type { ApiReply, ApiRequest } from "../api/answer";
import type { Control } from "../control";
import type { World } from "../world";
export async function answerPage(_world: World, _control: Control, _request: ApiRequest): Promise<ApiReply> {
  return { status: 404, headers: {}, body: "" };
}
