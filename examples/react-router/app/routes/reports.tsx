import { data, Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { allows, customerOf } from "../tollgate.server";

const names = ["Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"];
const days = [312, 401, 388, 420, 97, 64, 455];

/** The figures leave the server for those alone who may see them. */
export async function loader({ request }: LoaderFunctionArgs) {
  const isAllowed = await allows(customerOf(request), "analytics");
  return data({ days: isAllowed ? days : null }, { status: isAllowed ? 200 : 403 });
}

export default function Reports() {
  const { days } = useLoaderData<typeof loader>();
  if (!days) {
    return (
      <>
        <h1>Reports come with Pro</h1>
        <p className="lead">Calls by day, endpoint and status.</p>
        <Link className="tollgate-button is-primary" to="/pricing">
          See plans
        </Link>
      </>
    );
  }
  const total = days.reduce((sum, calls) => sum + calls);
  return (
    <>
      <h1>{total.toLocaleString("en-GB")} calls in seven days</h1>
      <p className="lead">Fewer at the weekend, as every week.</p>
      <ol className="bars">
        {days.map((calls, index) => (
          <li key={names[index]}>
            <span style={{ height: `${calls / 3}px` }} />
            {names[index]} {calls}
          </li>
        ))}
      </ol>
    </>
  );
}
