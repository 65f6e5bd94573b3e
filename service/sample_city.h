// Where the sample city lies, as a function of where the program lies and where it was started.
#pragma once

#include <string>

namespace social311::service {

// In this order: ../share/social311/ of the program's folder (installed), samples/denver of that
// folder or one of four above it (a build inside a checkout), then the same for the working folder
// (a build elsewhere). Only a folder that holds rules/ counts. Empty when there is none.
std::string find_sample_city(const std::string& program_folder, const std::string& working_folder);

}  // namespace social311::service
