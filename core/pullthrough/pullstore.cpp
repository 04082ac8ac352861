// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pullstore.h"

#include "core/pullthrough/fieldrules.h"

namespace r2cache {

namespace {

/// More answers to one URL than these are of a Vary that names nearly everything.
constexpr size_t maxVariants = 16;

} // namespace

qint64 PullStore::footprintOf(const QByteArray &url, const StoredResponse &response)
{
    return url.size() + response.footprint();
}

template<typename Predicate>
void PullStore::dropVariants(Resource &resource, Predicate isDropped)
{
    std::erase_if(resource.variants, [&](const StoredResponsePtr &variant) {
        if (!isDropped(variant))
            return false;
        m_bytes -= footprintOf(resource.url, *variant);
        return true;
    });
}

void PullStore::dropIfEmpty(Resources::iterator resource)
{
    if (!resource->variants.empty())
        return;
    m_byUrl.remove(resource->url);
    m_resources.erase(resource);
}

StoredResponsePtr PullStore::find(const QByteArray &url, const RequestHead &request)
{
    const auto found = m_byUrl.constFind(url);
    if (found == m_byUrl.cend())
        return nullptr;
    m_resources.splice(m_resources.begin(), m_resources, *found);
    const auto &variants = m_resources.front().variants;
    const auto chosen = std::ranges::find_if(variants, [&](const StoredResponsePtr &variant) {
        return isSelected(variant->selecting, request);
    });
    return chosen == variants.end() ? nullptr : *chosen;
}

void PullStore::put(const QByteArray &url, StoredResponsePtr response)
{
    const auto size = footprintOf(url, *response);
    if (!m_byUrl.contains(url)) {
        m_resources.push_front({url, {}});
        m_byUrl.insert(url, m_resources.begin());
    }
    const auto resource = m_byUrl.value(url);
    m_resources.splice(m_resources.begin(), m_resources, resource);
    dropVariants(*resource, [&](const StoredResponsePtr &variant) {
        return variant->selecting == response->selecting;
    });
    if (size > m_maxBytes) {
        dropIfEmpty(resource);
        return;
    }
    if (resource->variants.size() == maxVariants) {
        const auto oldest = resource->variants.back();
        dropVariants(
            *resource, [&](const StoredResponsePtr &variant) { return variant == oldest; });
    }
    resource->variants.insert(resource->variants.begin(), std::move(response));
    m_bytes += size;

    while (m_bytes > m_maxBytes) {
        // The last of all is this one itself, with older variants: those go one by one.
        const auto victim = std::prev(m_resources.end());
        const auto last = victim->variants.back();
        dropVariants(*victim, [&](const StoredResponsePtr &variant) { return variant == last; });
        dropIfEmpty(victim);
    }
}

void PullStore::remove(const QByteArray &url, const StoredResponsePtr &response)
{
    const auto found = m_byUrl.constFind(url);
    if (found == m_byUrl.cend())
        return;
    const auto resource = *found;
    dropVariants(*resource, [&](const StoredResponsePtr &variant) { return variant == response; });
    dropIfEmpty(resource);
}

} // namespace r2cache
