/// A day of the proleptic Gregorian calendar, within 2^50 years of year 0, where no sum overflows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    /// 1 to 12.
    pub(super) month: i64,
    /// 1 to 31.
    pub(super) day: i64,
}

/// Days from 0000-03-01, with which the calculation begins, to 1970-01-01.
const EPOCH: i64 = 719_468;
/// Days in 400 years, after which the calendar repeats.
const ERA: i64 = 146_097;

impl Date {
    /// The date, if the calendar has it.
    pub(super) fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let real = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        real.then_some(Date { year, month, day })
    }

    /// The date that is `days` after 1970-01-01.
    ///
    /// Counts from the first of March of year 0 in eras of 400 years, so that the leap day is the last of its year
    /// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
    pub(super) fn of_days(days: i64) -> Self {
        let days = days.wrapping_add(EPOCH);
        let (era, day_of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
        let leaps = (day_of_era / 1_460).wrapping_sub(day_of_era / 36_524).wrapping_add(day_of_era / 146_096);
        let year_of_era = day_of_era.wrapping_sub(leaps) / 365;
        let day_of_year = day_of_era.wrapping_sub(days_before_year(year_of_era));
        let shifted = day_of_year.wrapping_mul(5).wrapping_add(2) / 153;
        let month = if shifted < 10 { shifted.wrapping_add(3) } else { shifted.wrapping_sub(9) };
        Date {
            year: era.wrapping_mul(400).wrapping_add(year_of_era).wrapping_add(i64::from(month <= 2)),
            month,
            day: day_of_year.wrapping_sub(days_before_month(shifted)).wrapping_add(1),
        }
    }

    /// Days after 1970-01-01 (`days_from_civil` of the same paper).
    pub(super) fn days(self) -> i64 {
        let (year, shifted) = if self.month > 2 {
            (self.year, self.month.wrapping_sub(3))
        } else {
            (self.year.wrapping_sub(1), self.month.wrapping_add(9))
        };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = days_before_month(shifted).wrapping_add(self.day).wrapping_sub(1);
        era.wrapping_mul(ERA).wrapping_add(days_before_year(year_of_era)).wrapping_add(day_of_year).wrapping_sub(EPOCH)
    }

    /// `months` later (or earlier): the same day, or the last of a month that is too short.
    pub(super) fn plus_months(self, months: i64) -> Self {
        let total = self.year.wrapping_mul(12).wrapping_add(self.month).wrapping_sub(1).wrapping_add(months);
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12).wrapping_add(1));
        Date { year, month, day: self.day.min(days_in_month(year, month)) }
    }
}

/// Days before a year of an era whose years begin in March.
fn days_before_year(year_of_era: i64) -> i64 {
    year_of_era.wrapping_mul(365).wrapping_add(year_of_era / 4).wrapping_sub(year_of_era / 100)
}

/// Days before a month of a year that begins in March; `shifted` is 0 for March.
fn days_before_month(shifted: i64) -> i64 {
    shifted.wrapping_mul(153).wrapping_add(2) / 5
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 => 28_i64.wrapping_add(i64::from(leap)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Span;
    use proptest::prelude::*;

    fn known(date: jiff::civil::Date) -> Date {
        Date { year: date.year().into(), month: date.month().into(), day: date.day().into() }
    }

    #[test]
    fn has_the_days_that_there_are() {
        assert!(Date::new(2000, 2, 29).is_some() && Date::new(2024, 2, 29).is_some());
        for (year, month, day) in
            [(1900, 2, 29), (2027, 2, 29), (2027, 4, 31), (2027, 13, 1), (2027, 0, 1), (2027, 1, 0)]
        {
            assert_eq!(Date::new(year, month, day), None);
        }
        assert_eq!(Date::of_days(0), Date { year: 1970, month: 1, day: 1 });
    }

    proptest! {
        #[test]
        fn agrees_with_a_calendar_library(days in -719_162_i64..2_932_000, months in -14_000_i64..14_000) {
            let date = Date::of_days(days);
            let reference = jiff::civil::date(1970, 1, 1).checked_add(Span::new().days(days)).unwrap();
            prop_assert_eq!(date, known(reference));
            prop_assert_eq!(date.days(), days);
            if let Ok(moved) = reference.checked_add(Span::new().months(months)) {
                prop_assert_eq!(date.plus_months(months), known(moved));
            }
        }
    }
}
