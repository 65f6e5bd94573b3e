// What is read of a post: its text and what its author says its pictures show.
#pragma once

#include <string>

#include "core/finding.h"
#include "core/post.h"

namespace social311::classifier {

// The text to match, in `joined` where pictures are described: post.text first, so that places in
// it stay what they are. Refers to `post` or `joined`. No phrase and no sentence reaches from one
// part into the next.
const std::string& readable(const Post& post, std::string& joined);

// Takes out what stands in the descriptions of pictures: offsets of a finding point into the text.
void keep_within(std::size_t size, Finding& finding);
void keep_within(std::size_t size, std::vector<Evidence>& evidence);

}  // namespace social311::classifier
