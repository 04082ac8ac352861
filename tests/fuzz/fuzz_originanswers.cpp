// SPDX-License-Identifier: GPL-3.0-or-later
// The heads of origins' answers: where their bytes belong, how long they are fresh, what is stored
// and passed on of them.
#include "core/base/compat.h"
#include "core/download/bodyplan.h"
#include "core/download/multipartetag.h"
#include "core/download/retrypolicy.h"
#include "core/http/fieldsyntax.h"
#include "core/pullthrough/fieldrules.h"
#include "core/pullthrough/httpfreshness.h"
#include "core/pullthrough/storagerules.h"
#include "tests/fuzz/fuzzing.h"

#include <algorithm>
#include <array>

namespace r2cache {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

const QDateTime now(QDate(2026, 1, 2), QTime(3, 4, 5), utcZone);
constexpr qint64 endless = 2'147'483'648;
constexpr std::array<int, 16> statuses{200, 206, 200, 206, 204, 301, 302, 304,
                                       404, 410, 416, 429, 500, 503, 418, 200};

struct Answer
{
    OriginHead head;
    Headers headers;
    RequestHead request;
};

/// The first byte is the status, each line "Name: value"; what begins with '>' is the request's.
Answer answerOf(const QByteArray &bytes)
{
    Answer answer;
    answer.head.status = statuses.at(static_cast<unsigned char>(bytes.at(0)) % statuses.size());
    answer.request.method = (bytes.at(0) & 0x40) != 0 ? "HEAD" : "GET";
    for (auto line : bytes.sliced(1).split('\n')) {
        const bool isRequest = line.startsWith('>');
        if (isRequest)
            line.remove(0, 1);
        const auto colon = line.indexOf(':');
        const auto name = line.first(std::max(colon, qsizetype{0}));
        const auto value = trimmedOws(QByteArrayView(line).sliced(colon + 1)).toByteArray();
        // Nothing else comes past the gate, or past QNetworkAccessManager.
        if (!isToken(name) || !isFieldValue(value))
            continue;
        if (isRequest)
            answer.request.headers.append(name, value);
        else
            answer.headers.append(name, value);
    }
    auto &head = answer.head;
    for (const auto &field : answer.headers.fields()) {
        const auto known
            = std::find_if(head.fields.begin(), head.fields.end(), [&field](const auto &one) {
                  return equalsWord(one.first, field.name);
              });
        if (known == head.fields.end())
            head.fields.append({field.name, field.value});
        else
            known->second += ", " + field.value;
    }
    const auto field = [&](QByteArrayView name) {
        return answer.headers.value(name).value_or(QByteArray());
    };
    bool isNumber = false;
    const auto length = field("Content-Length").toLongLong(&isNumber);
    head.contentLength = isNumber && length >= 0 ? length : -1;
    head.etag = field("ETag").trimmed();
    head.lastModified = field("Last-Modified");
    head.contentType = field("Content-Type");
    head.contentRange = field("Content-Range");
    head.contentEncoding = field("Content-Encoding");
    head.retryAfter = field("Retry-After");
    return answer;
}

void checkPlans(const OriginHead &head)
{
    for (const qint64 held : {qint64{0}, qint64{100}}) {
        const HeldPart part{held, 1000, "\"a\""};
        const auto plan = planBody(head, part, u"x"_s, now);
        if (!plan) {
            require(!plan.error().error.message.isEmpty(), "a failure says why");
            continue;
        }
        require(head.status == 200 || head.status == 206, "bytes come with 200 and 206 alone");
        require(plan->offset == 0 || plan->offset == held, "a body begins anew or goes on");
        require(
            plan->offset == 0
                || (!plan->changed && (head.etag.isEmpty() || head.etag == part.etag)),
            "only the same version goes on");
        require(plan->total >= -1, "a length is one");
        require(
            plan->offset == 0 || plan->total < 0 || plan->total == 1000,
            "and the same for all of it");
    }
    const KnownVersion known{"\"a\"", 1000};
    for (const auto *version : {&known, static_cast<const KnownVersion *>(nullptr)}) {
        const ByteRange asked{100, 300};
        const auto plan = planRange(head, asked, version, u"x"_s);
        if (!plan)
            continue;
        require(
            plan->range.begin == 100 && plan->range.end <= 300, "a range is what was asked for");
        require(!plan->range.isEmpty() && plan->range.end <= plan->total, "and inside the object");
        require(!version || plan->total == 1000, "whose length is known");
        require(
            !version || head.etag.isEmpty() || head.etag == version->etag, "of the same version");
        require(
            version || isStrongEtag(head.etag) || plan->range.end == plan->total,
            "parts are put together under a strong ETag alone");
        require(
            head.contentLength < 0 || head.contentLength == plan->range.length(),
            "both lengths are the same");
    }
}

void checkPatience(const OriginHead &head)
{
    const auto wait = parseRetryAfter(head.retryAfter, now);
    constexpr std::chrono::milliseconds week{7LL * 24 * 3600 * 1000};
    require(!wait || (wait->count() >= 0 && *wait <= week), "patience is asked for within reason");
    const auto failure = failureOfStatus(head, u"x"_s, now);
    require(failure.status == head.status && failure.retryAfter == wait, "a failure tells of it");
    const RetryPolicy policy(RetryPolicy::Options{});
    for (int retries = 0; retries < 5; ++retries) {
        const auto delay = policy.delayBeforeRetry(retries, failure, 0.999);
        if (!delay)
            continue;
        require(RetryPolicy::isRetriable(failure) && retries < 3, "who gives up gives up");
        require(!wait || *delay >= *wait, "an origin's wish is obeyed");
        require(delay->count() > 0 && *delay <= std::chrono::minutes{5}, "nobody waits for ever");
    }
}

void checkDigests(const OriginHead &head)
{
    const auto md5 = plainMd5(head.etag);
    require(md5.isEmpty() || md5.size() == 32, "an MD5 has 32 digits");
    require(
        md5.isEmpty()
            || (QByteArray::fromHex(md5).toHex() == md5
                && head.etag.toLower() == QByteArray('"' + md5 + '"')),
        "which are those of the ETag");
    for (const auto length : {head.contentLength, qint64{20} * 1024 * 1024}) {
        MultipartEtag multipart(head.etag, length);
        require(
            !multipart.isPossible() || (head.etag.contains('-') && length > 0 && md5.isEmpty()),
            "parts are of a multipart ETag");
        if (multipart.isPossible()) {
            multipart.add("x");
            require(!multipart.takeMatch(), "one byte is no upload of many parts");
        }
        const qint64 parts = 1 + head.etag.size() % 100;
        for (const auto size : MultipartEtag::partSizes(length, parts)) {
            require(
                size > 0 && length / size + (length % size == 0 ? 0 : 1) == parts,
                "a size of parts gives as many parts");
        }
    }
}

void checkDirectives(const QByteArray &field)
{
    const CacheControl directives(field);
    const CacheControl more(QByteArray("unknown=\"a, max-age=2\\\", no-store\"," + field));
    for (const auto *name :
         {"max-age", "s-maxage", "min-fresh", "max-stale", "stale-while-revalidate",
          "stale-if-error", "no-store", "no-cache", "private", "public", "must-revalidate"}) {
        require(more.has(name) == directives.has(name), "quoted text is no directive");
        require(more.seconds(name) == directives.seconds(name), "and has no argument");
        require(
            CacheControl(field.toUpper()).has(name) == directives.has(name), "case says nothing");
        const auto time = directives.seconds(name);
        require(time.has_value() == directives.has(name), "a directive has a time, zero if none");
        require(
            !time || (time->count() >= 0 && time->count() <= endless), "a time is within reason");
        require(directives.has(name) || directives.argument(name).isEmpty(), "what is not there");
    }
}

bool isStale(Reuse reuse)
{
    return reuse == Reuse::StaleAllowed || reuse == Reuse::StaleMeanwhile;
}

void checkFreshness(const Answer &answer)
{
    StoredResponse response;
    response.status = answer.head.status;
    response.headers = answer.headers;
    response.requestedUtc = now.addSecs(-2);
    response.receivedUtc = now;
    const CacheControl asked(answer.request.headers.value("Cache-Control").value_or(QByteArray()));
    const CacheControl said(answer.headers.value("Cache-Control").value_or(QByteArray()));
    const auto lifetime = lifetimeOf(response);
    require(lifetime.count() >= 0, "nothing is fresh for less than no time");
    seconds before{-1};
    bool wasFresh = true;
    for (const qint64 later : {0LL, 1LL, 60LL, 86'400LL, 400LL * 86'400}) {
        const auto at = now.addSecs(later);
        const auto age = ageOf(response, at);
        require(age.count() >= 2 + later && age >= before, "what is held grows older");
        before = age;
        const auto reuse = reuseOf(response, asked, at);
        const bool isFresh = reuse == Reuse::Fresh;
        require(!isFresh || (lifetime > age && wasFresh), "what is stale is not fresh again");
        wasFresh = isFresh;
        require(!isFresh || !asked.has("no-cache"), "who wants to be sure is");
        require(
            !said.has("no-cache") || !said.argument("no-cache").isEmpty()
                || reuse == Reuse::Validate,
            "what is to be validated is");
        const bool isStrict
            = said.has("must-revalidate") || said.has("proxy-revalidate") || said.has("s-maxage");
        require(!isStrict || !isStale(reuse), "what may not be served stale is not");
        if (const auto oldest = asked.seconds("max-age"))
            require(reuse == Reuse::Validate || age <= *oldest, "nothing older than was asked for");
        const bool despiteError = mayServeDespite(OriginTrouble::ServerError, response, asked, at);
        const bool despiteAll = mayServeDespite(OriginTrouble::Disconnected, response, asked, at);
        require(!despiteError || despiteAll, "no answer is worse than a bad one");
        require(!isStrict || !despiteAll, "what may not be served stale is not, come what may");
    }
}

void checkStoring(const Answer &answer)
{
    const CacheControl asked(answer.request.headers.value("Cache-Control").value_or(QByteArray()));
    const CacheControl said(answer.headers.value("Cache-Control").value_or(QByteArray()));
    if (mayStore(answer.request, answer.head.status, answer.headers)) {
        require(answer.request.method == "GET", "answers to GET are stored");
        require(!asked.has("no-store"), "not if the client forbids it");
        require(!said.has("no-store") || said.has("must-understand"), "nor the origin");
        require(!said.has("private") || !said.argument("private").isEmpty(), "nor what is private");
    }
    for (const auto reading : {Reading::Strict, Reading::AsTestSuites}) {
        for (const qint64 length : {0LL, 1LL, 100LL, 1000LL}) {
            const auto part = partOf(answer.headers, length, reading);
            if (!part)
                continue;
            require(part->range.begin >= 0 && part->range.length() == length, "a part is its body");
            require(part->range.end <= part->completeLength, "and lies inside the whole");
        }
    }
    require(
        !mayCombine(answer.headers, answer.headers) || isStrongEtag(answer.head.etag)
            || answer.headers.value("ETag")->contains(','),
        "parts are joined under a strong ETag alone");
    require(confirms(answer.headers, answer.headers, Reading::Strict), "who is the same confirms");
}

QByteArray textOf(const Headers &headers)
{
    QByteArray text;
    for (const auto &[name, value] : headers.fields())
        text += name.toLower() + ':' + value + '\n';
    return text;
}

QList<QPair<QByteArray, QByteArray>> pairsOf(const Headers &headers)
{
    QList<QPair<QByteArray, QByteArray>> pairs;
    for (const auto &[name, value] : headers.fields())
        pairs.append({name, value});
    return pairs;
}

void checkFields(const Answer &answer)
{
    for (const auto trust : {Trust::Foreign, Trust::Transparent}) {
        const auto kept = endToEndFields(answer.head.fields, trust);
        for (const auto *hop : {"Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Upgrade"})
            require(!kept.contains(hop), "what is of this hop ends here");
        const auto listed = answer.headers.value("Connection").value_or(QByteArray());
        for (const auto name : listElements(listed))
            require(!kept.contains(name), "and what Connection names");
        if (trust == Trust::Foreign) {
            require(!kept.contains("Set-Cookie"), "a foreign origin sets no cookies here");
            for (const auto &[name, value] : kept.fields())
                require(!name.toLower().startsWith("access-control-a"), "and opens nothing");
        }
        for (const auto &[name, value] : kept.fields())
            require(isToken(name) && isFieldValue(value), "a field is one line");
        require(
            textOf(endToEndFields(pairsOf(kept), trust)) == textOf(kept),
            "what goes on goes on unchanged");

        const auto stored = keptFields(kept);
        require(!stored.contains("Content-Length"), "the length follows from the bytes");
        const CacheControl said(kept.value("Cache-Control").value_or(QByteArray()));
        for (const auto *name : {"no-cache", "private"}) {
            const auto fields = said.argument(name);
            for (const auto field : listElements(fields))
                require(!stored.contains(field), "a field that may not be kept is not");
        }
        const auto updated = updatedFields(stored, kept);
        require(updated.value("ETag") == stored.value("ETag"), "stored bytes keep their ETag");
        require(textOf(updatedFields(updated, kept)) == textOf(updated), "an update is made once");

        const auto forwarded = forwardedFields(answer.request, trust, "1.1 r2cache");
        for (const auto *own :
             {"Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect"})
            require(!forwarded.contains(own), "a request's own fields are not sent on");
        require(
            trust == Trust::Transparent
                || (!forwarded.contains("Cookie") && !forwarded.contains("Authorization")),
            "a foreign origin is told no secrets");
        require(forwarded.value("Via")->endsWith("1.1 r2cache"), "who sends on says so");
    }
    const auto selecting = selectingFields(answer.headers.value("Vary"), answer.request);
    require(
        !selecting || isSelected(*selecting, answer.request), "who chose a response is given it");
}

} // namespace
} // namespace r2cache

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    if (size == 0)
        return 0;
    const auto answer = answerOf(bytesOf(data, size));
    checkPlans(answer.head);
    checkPatience(answer.head);
    checkDigests(answer.head);
    checkDirectives(answer.headers.value("Cache-Control").value_or(QByteArray()));
    checkFreshness(answer);
    checkStoring(answer);
    checkFields(answer);
    return 0;
}
