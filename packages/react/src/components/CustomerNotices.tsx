import { useLocale } from "../locale.js";
import { type CustomerNotice, useCustomerNotices } from "./useCustomerNotices.js";

export interface CustomerNoticesProps {
  /** Where payments are mended and pauses end: what `suspended`, `past_due` and `paused` lead to. */
  billingHref?: string;
  /** Where plans are shown: what `trialing` and `ending` lead to. */
  upgradeHref?: string;
  className?: string;
}

/**
 * Says the status of the customer where that matters: suspended, past due, paused, ending, about to change, in a trial,
 * out of reach. Nothing where all is well.
 */
export function CustomerNotices({ billingHref, upgradeHref, className }: CustomerNoticesProps) {
  const { texts } = useLocale();
  const { notices } = useCustomerNotices();
  const wayOf = ({ kind }: CustomerNotice) =>
    ["suspended", "past_due", "paused"].includes(kind)
      ? [billingHref, texts.noticeBilling]
      : ["trialing", "ending"].includes(kind)
        ? [upgradeHref, texts.paywallUpgrade]
        : [];
  return (
    <div className={`tollgate tollgate-notices${className ? ` ${className}` : ""}`} role="status">
      {notices.map((notice) => {
        const [href, label] = wayOf(notice);
        return (
          <p
            key={notice.text}
            className={`tollgate-notice is-${notice.severity}`}
            data-kind={notice.kind}
          >
            <span>{notice.text}</span>
            {href && (
              <a className="tollgate-link" href={href}>
                {label}
              </a>
            )}
          </p>
        );
      })}
    </div>
  );
}
