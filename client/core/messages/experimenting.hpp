// Experiments as orders: a new one or another version, a step of one, what was begun. What is known of them:
// client/core/experiment.
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void set_experiment(Step& step, Ticket ticket, const command::SetExperiment& order);
void say_experiment(Step& step, Ticket ticket, const command::SayExperiment& order);
void save_experiment(Step& step, Ticket ticket, const command::SaveExperiment& order);
void note_experiments_told(Step& step, Ticket ticket, const command::NoteExperimentsTold& order);

}  // namespace holdfast::client
