// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/rawmembers.h"

#include "core/url/jsonstring.h"
#include "core/url/jsontokenizer.h"

namespace r2cache {

using namespace Qt::StringLiterals;
using Token = JsonTokenizer::Token;

Result<std::vector<RawMember>> rawMembers(QByteArrayView json)
{
    JsonTokenizer tokenizer(json, JsonTokenizer::defaultMaximumDepth + 1);
    std::vector<RawMember> members;
    bool isObject = false;
    for (auto token = tokenizer.next(); token != Token::End; token = tokenizer.next()) {
        if (token == Token::Invalid)
            return failure(tokenizer.error());
        if (token == Token::ObjectBegin && tokenizer.depth() == 1)
            isObject = true;
        if (!isObject)
            continue; // to the end, as a syntax error is the better news
        const bool valueBegins = !members.empty() && members.back().end == 0;
        if (token == Token::Key && tokenizer.depth() == 1) {
            const auto name = json.sliced(tokenizer.begin(), tokenizer.end() - tokenizer.begin());
            members.push_back({unescapedJson(name), 0, 0});
        } else if (valueBegins) {
            members.back().begin = tokenizer.begin();
            members.back().end = tokenizer.end();
        } else if (!members.empty() && tokenizer.depth() == 1) {
            members.back().end = tokenizer.end(); // of the container that began the value
        }
    }
    if (!isObject)
        return failure(ErrorCode::InvalidArgument, u"The JSON must be an object."_s);
    return members;
}

Result<CutBody> cutMember(QByteArrayView json, QStringView name)
{
    const auto members = rawMembers(json);
    if (!members)
        return failure(members.error());
    CutBody body;
    qsizetype copied = 0;
    for (const RawMember &member : *members) {
        if (member.name != name)
            continue;
        body.member = json.sliced(member.begin, member.end - member.begin).toByteArray();
        body.rest += json.sliced(copied, member.begin - copied);
        body.rest += "null";
        copied = member.end;
    }
    body.rest += json.sliced(copied);
    return body;
}

} // namespace r2cache
