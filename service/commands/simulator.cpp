#include "simulator/simulator.h"

#include "service/commands/commands.h"
