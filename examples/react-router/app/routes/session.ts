import { type LoaderFunctionArgs, redirect } from "react-router";
import { customerOf, session } from "../tollgate.server";

/** Signs in as somebody, or out. */
export function loader({ request }: LoaderFunctionArgs) {
  const customer = new URL(request.url).searchParams.get("as") ?? "";
  const cookie = `customer=${encodeURIComponent(customer)}; Path=/; HttpOnly; SameSite=Lax`;
  return redirect("/", { headers: { "Set-Cookie": cookie } });
}

/** A session for the browser of whoever is signed in. */
export async function action({ request }: LoaderFunctionArgs) {
  const customer = customerOf(request);
  if (customer === null) return Response.json({ detail: "sign in first" }, { status: 401 });
  return Response.json({ accessToken: await session(customer) });
}
