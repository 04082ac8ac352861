// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpdate.h"

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
    return QDateTime{date, time, Qt::UTC};
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

QByteArray twoDigits(int number)
{
    return QByteArray::number(number).rightJustified(2, '0');
}

} // namespace

QByteArray formatHttpDate(const QDateTime &time)
{
    const auto utc = time.toUTC();
    const auto date = utc.date();
    const auto clock = utc.time();
    // By hand: QLocale would do it too, at ten times the cost, and this is sent with every answer.
    return dayNames.at(static_cast<size_t>(date.dayOfWeek() - 1)) + ", " + twoDigits(date.day())
        + ' ' + monthNames.at(static_cast<size_t>(date.month() - 1)) + ' '
        + QByteArray::number(date.year()).rightJustified(4, '0') + ' ' + twoDigits(clock.hour())
        + ':' + twoDigits(clock.minute()) + ':' + twoDigits(clock.second()) + " GMT";
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
