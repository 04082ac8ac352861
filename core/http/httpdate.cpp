// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpdate.h"

#include "core/base/compat.h"
#include "core/http/fieldsyntax.h"

#include <algorithm>
#include <array>

namespace r2cache {

namespace {

constexpr std::array<QByteArrayView, 7> dayNames{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<QByteArrayView, 7> longDayNames{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                     "Friday", "Saturday", "Sunday"};
constexpr std::array<QByteArrayView, 12> monthNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Place in @p names from 1, or 0: names are case-sensitive (section 5.6.7).
template<size_t Count>
int numberOf(QByteArrayView name, const std::array<QByteArrayView, Count> &names)
{
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? 0 : static_cast<int>(found - names.begin()) + 1;
}

/// Takes exactly what it is asked for off the front of a text, or fails for good.
class Reader
{
public:
    explicit Reader(QByteArrayView text)
        : m_rest(text)
    { }

    void literal(QByteArrayView expected)
    {
        if (m_rest.startsWith(expected))
            m_rest = m_rest.sliced(expected.size());
        else
            m_ok = false;
    }

    int number(qsizetype digits) { return static_cast<int>(value(take(digits))); }

    /// asctime pads the day with a space: ( 2DIGIT / ( SP 1DIGIT )).
    int paddedDay()
    {
        const auto text = take(2);
        return static_cast<int>(value(text.startsWith(' ') ? text.sliced(1) : text));
    }

    template<size_t Count>
    int name(const std::array<QByteArrayView, Count> &names)
    {
        const auto end = std::find_if(
            m_rest.begin(), m_rest.end(), [](char c) { return c == ' ' || c == ',' || c == '-'; });
        const int number = numberOf(take(end - m_rest.begin()), names);
        m_ok = m_ok && number > 0;
        return number;
    }

    QTime time()
    {
        const int hour = number(2);
        literal(":");
        const int minute = number(2);
        literal(":");
        const int second = number(2);
        return QTime{hour, minute, second == 60 ? 59 : second};
    }

    [[nodiscard]] bool isComplete() const { return m_ok && m_rest.isEmpty(); }

private:
    QByteArrayView take(qsizetype count)
    {
        m_ok = m_ok && m_rest.size() >= count;
        if (!m_ok)
            return {};
        const auto taken = m_rest.first(count);
        m_rest = m_rest.sliced(count);
        return taken;
    }

    qint64 value(QByteArrayView digits)
    {
        const auto number = parseDecimal(digits, 9999);
        m_ok = m_ok && number.has_value();
        return number.value_or(0);
    }

    QByteArrayView m_rest;
    bool m_ok = true;
};

std::optional<QDateTime> result(const Reader &reader, QDate date, QTime time)
{
    if (!reader.isComplete() || !date.isValid() || !time.isValid())
        return std::nullopt;
    return QDateTime{date, time, utcZone};
}

/// day-name "," SP 2DIGIT SP month SP 4DIGIT SP time-of-day SP GMT
std::optional<QDateTime> parseImfFixdate(QByteArrayView text)
{
    Reader reader{text};
    reader.name(dayNames);
    reader.literal(", ");
    const int day = reader.number(2);
    reader.literal(" ");
    const int month = reader.name(monthNames);
    reader.literal(" ");
    const int year = reader.number(4);
    reader.literal(" ");
    const auto time = reader.time();
    reader.literal(" GMT");
    return result(reader, QDate{year, month, day}, time);
}

/// day-name-l "," SP 2DIGIT "-" month "-" 2DIGIT SP time-of-day SP GMT
std::optional<QDateTime> parseRfc850(QByteArrayView text, const QDateTime &nowUtc)
{
    Reader reader{text};
    reader.name(longDayNames);
    reader.literal(", ");
    const int day = reader.number(2);
    reader.literal("-");
    const int month = reader.name(monthNames);
    reader.literal("-");
    const int shortYear = reader.number(2);
    reader.literal(" ");
    const auto time = reader.time();
    reader.literal(" GMT");

    const auto limit = nowUtc.addYears(50);
    const int century = limit.date().year() / 100 * 100;
    auto latest = result(reader, QDate{century + shortYear, month, day}, time);
    if (latest && *latest <= limit)
        return latest;
    return result(reader, QDate{century - 100 + shortYear, month, day}, time);
}

/// day-name SP month SP ( 2DIGIT / SP 1DIGIT ) SP time-of-day SP 4DIGIT
std::optional<QDateTime> parseAsctime(QByteArrayView text)
{
    Reader reader{text};
    reader.name(dayNames);
    reader.literal(" ");
    const int month = reader.name(monthNames);
    reader.literal(" ");
    const int day = reader.paddedDay();
    reader.literal(" ");
    const auto time = reader.time();
    reader.literal(" ");
    const int year = reader.number(4);
    return result(reader, QDate{year, month, day}, time);
}

/// Writes @p number with exactly as many digits as there are places up to @p end.
void putDigits(char *begin, char *end, unsigned number)
{
    for (; end != begin; number /= 10)
        *--end = static_cast<char>('0' + number % 10);
}

} // namespace

QByteArray formatHttpDate(std::chrono::sys_seconds time)
{
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);

    // Filled in by hand: every answer has such dates.
    QByteArray text("www, dd mmm yyyy hh:mm:ss GMT");
    char *const at = text.data();
    const auto digits = [at](int place, int count, auto number) {
        putDigits(at + place, at + place + count, static_cast<unsigned>(number));
    };
    std::ranges::copy(dayNames.at(weekday(day).iso_encoding() - 1), at);
    digits(5, 2, static_cast<unsigned>(date.day()));
    std::ranges::copy(monthNames.at(static_cast<unsigned>(date.month()) - 1), at + 8);
    digits(12, 4, static_cast<int>(date.year()));
    digits(17, 2, clock.hours().count());
    digits(20, 2, clock.minutes().count());
    digits(23, 2, clock.seconds().count());
    return text;
}

QByteArray formatHttpDate(const QDateTime &time)
{
    using namespace std::chrono;
    return formatHttpDate(
        floor<seconds>(sys_time<milliseconds>{milliseconds{time.toMSecsSinceEpoch()}}));
}

std::optional<QDateTime> parseHttpDate(QByteArrayView text, const QDateTime &nowUtc)
{
    text = trimmedOws(text);
    if (auto date = parseImfFixdate(text))
        return date;
    if (auto date = parseRfc850(text, nowUtc))
        return date;
    return parseAsctime(text);
}

} // namespace r2cache
