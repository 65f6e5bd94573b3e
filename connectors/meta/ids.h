// Ids of the Graph API. Posts are PAGEID_POSTID, comments POSTID_COMMENTID (replies too); some
// edges drop the first part, old data has three. Instagram's are plain numbers, messages' are
// opaque words. Share links and `pfbid` ids stand for nothing the API knows: they are refused.
#pragma once

#include <string>
#include <string_view>

namespace social311::connectors::meta {

// Digits only, 1 to 30 of them, no leading zero.
bool is_number(std::string_view text);
// One to three numbers joined by '_'.
bool is_object_id(std::string_view text);
// What may stand for a message or thread: printable ASCII without / ? # & % and blanks, at most 500
// bytes, at least one character that is no dot.
bool is_message_id(std::string_view text);

std::string_view last_part(std::string_view id);   // behind the last '_', or all of it
std::string_view first_part(std::string_view id);  // before the first '_', "" when there is none
// The same object, whatever stands before the last '_'. False when either is no object id.
bool same_object(std::string_view a, std::string_view b);

// "PAGEID_POSTID" of what an edge called the post; a bare one is of `page`. "" when it is no id.
std::string post_id(std::string_view given, std::string_view page);
// "POSTID_COMMENTID" of a comment under `post` (any of its names, "" = unknown). "" when it is no
// id, or a bare one under an unknown post.
std::string comment_id(std::string_view given, std::string_view post);

}  // namespace social311::connectors::meta
